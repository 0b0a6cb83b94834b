# Runs a program whose lines end in CRLF.
set -o pipefail
"$@" | sed $'s/$/\r/'
