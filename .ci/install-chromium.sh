#!/usr/bin/env bash
# Installs the browser that the report's page is looked at with. Elsewhere than on Debian and Ubuntu, install a Chromium
# or a Chrome and name it: CHROMIUM=/path/to/chromium
set -euo pipefail
sudo=$([ "$(id -u)" = 0 ] || echo sudo)
$sudo apt-get update
$sudo apt-get install --yes --no-install-recommends chromium fonts-dejavu-core
