#!/usr/bin/env bash
# Builds Aura and runs its tests: the embedded ring (Aura.Embedded.slnf), and of the other projects those whose packages restore.
# AURA_REQUIRE_CLUSTER=1 makes leaving anything out an error. Ends with "N passed, N failed, N skipped".
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_UI_LANGUAGE=en DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

install() {
    local root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null && sudo -n true 2>/dev/null || return 1
        root=(sudo -n)
    fi
    command -v apt-get >/dev/null || return 1
    "${root[@]}" apt-get update -qq && "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

has_postgres() { command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null; }

has_postgres || install postgresql || echo "PostgreSQL's server is not installed and cannot be: its tests will be skipped."
command -v dot >/dev/null || install graphviz || echo "Graphviz is not installed and cannot be: its test will be skipped."

projects() { grep -o '"[^"]*\.csproj"' "$1" | tr -d '"' | tr '\\' '/' | sort; }

# The projects that need more than the embedded ring.
more=$(comm -23 <(projects Aura.Orleans.sln) <(projects Aura.Embedded.slnf))
solution=Aura.Orleans.sln
if restored=$(dotnet restore "$solution" 2>&1); then
    echo "Ring: everything (with $(echo $more))."
elif [ "${AURA_REQUIRE_CLUSTER:-}" = 1 ]; then
    echo "$restored" >&2
    echo "Not all packages restore, and nothing may be left out." >&2
    exit 1
else
    kept=$(projects Aura.Embedded.slnf) left=()
    for project in $more; do
        if dotnet restore "$project" >/dev/null 2>&1; then kept+=$'\n'$project; else left+=("$project"); fi
    done
    echo "Ring: embedded, and what else restores. Left out, since their packages do not: ${left[*]}"
    mkdir -p artifacts
    solution=artifacts/restored.slnf
    printf '{ "solution": { "path": "../Aura.Orleans.sln", "projects": [%s] } }\n' "$(sed 's/.*/"&"/' <<<"$kept" | paste -sd,)" >"$solution"
    dotnet restore "$solution"
fi

dotnet build "$solution" --no-restore -clp:NoSummary -v:minimal

log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
# One project after the other: some tests have deadlines.
for project in $(grep -o '"[^"]*\.Tests\.csproj"' "$solution" | tr -d '"' | tr '\\' '/'); do
    dotnet test "$project" --no-build 2>&1 | tee -a "$log" || status=$?
done
sed -nE 's/.*Failed: +([0-9]+), Passed: +([0-9]+), Skipped: +([0-9]+),.*/\1 \2 \3/p' "$log" |
    awk '{ failed += $1; passed += $2; skipped += $3 } END { printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped; exit passed == 0 || failed > 0 }' || status=1
exit "$status"
