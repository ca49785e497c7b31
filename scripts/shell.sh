# For a terminal in the project's folder, while the app runs: `. scripts/shell.sh`
#
#   $AGENTPHONE_BASE_URL, $AGENTPHONE_API_KEY                the API, for handlers too
#   $AGENTPHONE_CONTROL_URL, $AGENTPHONE_CONTROL_TOKEN       the control port
#   op call.list '{"limit": 1}'                              runs a control operation
#   api /v1/numbers                                          calls the API; further arguments go to curl
#   NUMBER=$(api /v1/numbers | pick 'data[0].phoneNumber')   extracts one value from a response
#
# Needs a POSIX shell and curl 7.76 or newer. A refused request fails, and shows the reason.

AGENTPHONE_SHELL=$(node scripts/shell-variables.ts)
eval "$AGENTPHONE_SHELL"
unset AGENTPHONE_SHELL

op() {
  [ $# -gt 1 ] || set -- "$1" '{}'
  curl -sS --fail-with-body -w '\n' "$AGENTPHONE_CONTROL_URL/control/operations/$1" \
    -H "Authorization: Bearer $AGENTPHONE_CONTROL_TOKEN" \
    -H 'Content-Type: application/json' -d "$2"
}

api() {
  set -- "$AGENTPHONE_BASE_URL$@"
  curl -sS --fail-with-body -w '\n' -H "Authorization: Bearer $AGENTPHONE_API_KEY" \
    -H 'Content-Type: application/json' "$@"
}

pick() {
  node -e '
    const answer = JSON.parse(fs.readFileSync(0, "utf8"));
    const found = new Function("answer", `return answer.${process.argv[1]}`)(answer);
    if (found === undefined) throw new Error(`no ${process.argv[1]} in ${JSON.stringify(answer)}`);
    console.log(found);
  ' "$1"
}
