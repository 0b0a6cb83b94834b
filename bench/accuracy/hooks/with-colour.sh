# Runs a program whose headings and flags are in colour.
set -o pipefail
"$@" | sed -E $'s/^([A-Z][A-Za-z ]*:)/\e[1m\e[4m\\1\e[0m/; s/(^|[ ,])(--?[A-Za-z0-9][-A-Za-z0-9_]*)/\\1\e[1;36m\\2\e[0m/g'
