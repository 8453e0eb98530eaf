export { bunManifest, npmInstall, pnpmWorkspace, yarnManifest } from './install.js';
export { type PackedPackage, packAll } from './pack.js';
export {
  type Manifest,
  type PublicPackage,
  publicPackages,
  repositoryRoot,
} from './public-packages.js';
