/** The shells that have a script. */
export const shells = ["bash", "zsh", "fish"] as const;

export type Shell = (typeof shells)[number];

/**
 * What a shell has to source, by its name. Each script asks `xtask completion --complete -- <words>` with the words up to the
 * cursor, through whatever `xtask` is there: a program or a function. Nothing of the commands is written into a script, so that
 * it never becomes stale.
 */
export const shellScripts: Readonly<Record<Shell, string>> = {
  bash: `# Completion of xtask for bash 4.4 or later. Load it with: source <(xtask completion bash)
_xtask_complete() {
  local line program=\${COMP_WORDS[0]/#\\~/$HOME}
  COMPREPLY=()
  while IFS= read -r line; do
    case $line in
      :files) compopt -o default ;;
      :folders) compopt -o dirnames ;;
      ?*) COMPREPLY+=("$(printf %q "\${line%%$'\\t'*}")") ;;
    esac
  done < <("$program" completion --complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _xtask_complete xtask
`,
  zsh: `#compdef xtask
# Completion of xtask for zsh, behind compinit. Load it with: source <(xtask completion zsh)
_xtask_complete() {
  local line value describe paths
  local -a values
  while IFS= read -r line; do
    case $line in
      :files) paths=files ;;
      :folders) paths=folders ;;
      ?*)
        value=\${line%%$'\\t'*}
        describe=\${line#*$'\\t'}
        values+=("\${value//:/\\\\:}\${describe:+:$describe}")
        ;;
    esac
  done < <("\${words[1]/#\\~/$HOME}" completion --complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)
  (( $#values )) && _describe -V xtask values
  [[ -n $paths ]] && compset -P '--*='
  case $paths in
    files) _files ;;
    folders) _files -/ ;;
  esac
}
compdef _xtask_complete xtask
`,
  fish: `# Completion of xtask for fish 3.4 or later. Load it with: xtask completion fish | source
function __xtask_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    for line in ($words[1] completion --complete -- $words[2..-1] $current 2>/dev/null)
        switch $line
            case :files
                __fish_complete_path (string replace -r -- '^--[^=]*=' '' $current)
            case :folders
                __fish_complete_directories (string replace -r -- '^--[^=]*=' '' $current)
            case '?*'
                echo $line
        end
    end
end
complete -c xtask -f -a '(__xtask_complete)'
`,
};
