#!/usr/bin/env bash
# Builds Aura and runs its tests: everything if all packages restore, else the embedded ring (Aura.Embedded.slnf).
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

# The projects that need more than the embedded ring.
more=$(comm -23 <(grep -o '"[^"]*\.csproj"' Aura.Orleans.sln | tr -d '"' | tr '\\' '/' | sort) <(grep -o '"[^"]*\.csproj"' Aura.Embedded.slnf | tr -d '"' | sort))
if restored=$(dotnet restore Aura.Orleans.sln 2>&1); then
    solution=Aura.Orleans.sln
    echo "Ring: everything${more:+ (with $(echo $more))}."
elif [ -z "$more" ] || [ "${AURA_REQUIRE_CLUSTER:-}" = 1 ]; then
    echo "$restored" >&2
    echo "Not all packages restore, and nothing may be left out." >&2
    exit 1
else
    solution=Aura.Embedded.slnf
    echo "Ring: embedded. Left out, since their packages do not restore:" $more
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
