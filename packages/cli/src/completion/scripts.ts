export type Shell = 'bash' | 'zsh' | 'fish';

/**
 * What each shell runs to complete a command line: it asks the command itself what may come next, and completes
 * files where that has nothing to say.
 */
export const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `# needs-retry: add this to ~/.bashrc: eval "$(needs-retry complete bash)"
_needs_retry() {
  local IFS=$'\\n'
  local found
  found=$(needs-retry complete words -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null | cut -f1)
  COMPREPLY=($(compgen -W "$found" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _needs_retry needs-retry
`,
  zsh: `#compdef needs-retry
# needs-retry: add this to ~/.zshrc: eval "$(needs-retry complete zsh)"
_needs_retry() {
  local -a found
  local value description
  while IFS=$'\\t' read -r value description; do
    found+=("\${value//:/\\\\:}:$description")
  done < <(needs-retry complete words -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( \${#found} )); then _describe needs-retry found; else _files; fi
}
compdef _needs_retry needs-retry
`,
  fish: `# needs-retry: needs-retry complete fish > ~/.config/fish/completions/needs-retry.fish
complete -c needs-retry -a '(needs-retry complete words -- (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
`,
};
