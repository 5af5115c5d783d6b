#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# A real Slurm on this machine, for tests: munged, slurmctld and slurmds, with all their files in one directory.
#
#   slurm.sh start DIR [NODES]      makes DIR, starts 1 or more nodes of two CPUs; prints `export SLURM_CONF=...`
#   slurm.sh stop DIR               ends the daemons and all jobs, removes DIR
#   slurm.sh kill-node DIR [NODE]   a node vanishes: SIGKILL to its slurmd and to the jobs on it
#   slurm.sh start-node DIR [NODE]  the node comes back
#   slurm.sh kill-controller DIR    slurmctld vanishes: jobs run on, nobody answers
#   slurm.sh start-controller DIR   it comes back with what it knew
#
# Arrays may have three tasks only (MaxArraySize).
#
# NODE counts from 1, the default: HOST, HOST-2, HOST-3, ... Nothing is accounted: `squeue -t all` and `scontrol show
# job` know of a job, for ten minutes after its end; sacct does not. A vanished node is down, and its jobs are requeued,
# after a quarter of a minute; if it is back before, at once, but jobs that ran for less than 6 s up to a minute later.
#
# Exit codes: 0 ok; 1 a daemon failed, its log is named; 2 usage; 77 Slurm is not installed.
set -euo pipefail
export PATH=$PATH:/usr/sbin:/sbin
host=$(uname -n)
host=${host%%.*}

fail() { echo "slurm.sh: $*" >&2; exit 1; }
misuse() { echo "slurm.sh: $*; see --help" >&2; exit 2; }

# await SECONDS COMMAND...: until the command succeeds
await() {
  local end=$((SECONDS + $1))
  until "${@:2}"; do
    [ $SECONDS -lt $end ] || return 1
    sleep 0.1
  done
}

# Ports that nobody listens to, below those that Linux gives to outgoing connections.
free_ports() {
  local port found=" "
  while [ "$(wc -w <<<"$found")" -lt "$1" ]; do
    port=$((10000 + (RANDOM * 32768 + RANDOM) % 22000))
    [[ $found == *" $port "* ]] || (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || found+="$port "
  done
  echo "$found"
}

node_name() { if [ "$1" = 1 ]; then echo "$host"; else echo "$host-$1"; fi; }
node_names() { sed -n 's/^NodeName=\([^ ]*\).*/\1/p' "$SLURM_CONF"; }

write_configuration() {
  local ports i
  read -ra ports <<<"$(free_ports $(($1 + 1)))"
  cat >"$SLURM_CONF" <<END
ClusterName=test
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=${ports[0]}
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
# A requeued job may start again after cred_expire seconds; 5 is the least, 120 the default.
AuthInfo=socket=$dir/munge.sock,cred_expire=5
StateSaveLocation=$dir/state
SlurmctldPidFile=$dir/slurmctld.pid
SlurmctldLogFile=$dir/slurmctld.log
SlurmdSpoolDir=$dir/%n
SlurmdPidFile=$dir/%n.pid
SlurmdLogFile=$dir/%n.log
# No cgroups, no mail; more CPUs than the machine has, if need be.
ProctrackType=proctrack/pgid
TaskPlugin=task/none
MpiDefault=none
MailProg=/bin/true
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmdParameters=config_overrides
JobRequeue=1
MaxArraySize=3
ReturnToService=2
MinJobAge=600
# Everything that is waited for is short.
KillWait=5
SlurmdTimeout=10
BatchStartTimeout=1
MessageTimeout=5
SchedulerParameters=batch_sched_delay=0,sched_interval=1,bf_interval=1
END
  for ((i = 1; i <= $1; i++)); do
    echo "NodeName=$(node_name $i) NodeHostname=$host NodeAddr=127.0.0.1 Port=${ports[i]} CPUs=2"
  done >>"$SLURM_CONF"
  echo "PartitionName=test Nodes=ALL Default=YES MaxTime=INFINITE State=UP" >>"$SLURM_CONF"
}

# start_daemon NAME COMMAND...: a command that goes into the background itself
start_daemon() {
  local log=$dir/$1.log
  "${@:2}" </dev/null >>"$log.out" 2>&1 || fail "$2 did not start, see $log and $log.out"
}

start_node() {
  [ -z "$(daemons "$1")" ] || fail "node $1 is running"
  start_daemon "$1" slurmd -N "$1"
}

# is_up NODES [NODE]: slurmctld answers, and that many nodes have registered and can take jobs
is_up() {
  local states
  states=$(sinfo -h -N ${2:+-n "$2"} -o %T 2>/dev/null) || return 1
  [ "$(grep -cxE 'idle|mixed|allocated|completing' <<<"$states")" = "$1" ]
}

# The daemons that have opened a log; a slurmstepd opens that of its slurmd.
daemons() {
  local directory
  find /proc/[0-9]*/fd -lname "$dir/$1.log" -printf '%h\n' 2>/dev/null | sort -u | while read -r directory; do
    case $(readlink "${directory%/fd}/exe") in */slurm* | */munged*) cut -d/ -f3 <<<"$directory" ;; esac
  done
}

# What a node's jobs run, whatever sessions and parents it has gone to: Slurm names the node in their environment.
job_processes() {
  { grep -lzxF "SLURM_CONF=$SLURM_CONF" /proc/[0-9]*/environ | xargs -r grep -lzxF "SLURMD_NODENAME=$1"; } 2>/dev/null |
    cut -d/ -f3
}

# kill_all COMMAND...: what the command lists; true if that was nothing
kill_all() {
  local processes
  mapfile -t processes < <("$@")
  [ ${#processes[@]} != 0 ] || return 0
  kill -KILL "${processes[@]}" 2>/dev/null
  return 1
}

# The daemons first, so that none reports the end of a job.
kill_node() {
  await 10 kill_all daemons "$1" || fail "the slurmd of $1 is still running"
  await 10 kill_all job_processes "$1" || fail "a job on $1 is still running"
}

stop() {
  local node
  for node in $(node_names); do kill_node "$node"; done
  await 10 kill_all daemons '*' || fail "daemons of $dir are still running"
}

start() {
  local node
  [ ! -e "$SLURM_CONF" ] || fail "there is a Slurm in $dir"
  mkdir -p "$dir/state"
  write_configuration "$1"
  trap '[ $? = 0 ] || stop' EXIT
  (umask 077 && head -c 1024 /dev/urandom >"$dir/munge.key")
  start_daemon munged munged --force --key-file="$dir/munge.key" --socket="$dir/munge.sock" \
    --pid-file="$dir/munged.pid" --log-file="$dir/munged.log" --seed-file="$dir/munge.seed"
  start_daemon slurmctld slurmctld -c
  await 30 is_up 0 || fail "slurmctld does not answer, see $dir/slurmctld.log"
  [ "$1" = 1 ] || scontrol show config | grep '^MULTIPLE_SLURMD *= Yes' >/dev/null ||
    fail "this Slurm is built without --enable-multiple-slurmd, it can have one node only"
  for node in $(node_names); do start_node "$node"; done
  await 30 is_up "$1" || fail "the nodes are not up after 30 s: $(sinfo -h -N -o '%N %T' | xargs); see $dir/*.log"
  printf 'export SLURM_CONF=%q\n' "$SLURM_CONF"
}

case ${1:-} in
  -h | --help) sed -n '3,19s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
  start | stop | kill-node | start-node | kill-controller | start-controller) [ $# = 2 ] || [ $# = 3 ] || misuse "$1 takes DIR and at most a number" ;;
  *) misuse "unknown command '${1:-}'" ;;
esac
[[ ${3:-1} =~ ^[1-9][0-9]?$ ]] || misuse "'$3' is not a number from 1 to 99"
for program in munged slurmctld slurmd sbatch; do
  command -v $program >/dev/null && continue
  echo "slurm.sh: $program is missing: apt-get install slurm-wlm munge" >&2
  exit 77
done
dir=$(realpath -m -- "$2")
export SLURM_CONF=$dir/slurm.conf
[[ $dir =~ ^[A-Za-z0-9_./+-]*$ ]] || misuse "slurm.conf cannot name '$dir'"
[ $((${#dir} + 2 * ${#host})) -le 80 ] || misuse "'$dir' is too long for the sockets in it"
[ "$1" = start ] || [ -e "$SLURM_CONF" ] || fail "there is no Slurm in $dir"
node=$(node_name "${3:-1}")

[[ $1 != *-node ]] || node_names | grep -xF -- "$node" >/dev/null || misuse "there is no node ${3:-1}"

case $1 in
  start) start "${3:-1}" ;;
  stop) stop; rm -rf "$dir" ;;
  kill-node) kill_node "$node" ;;
  kill-controller) await 10 kill_all daemons slurmctld || fail "slurmctld is still running" ;;
  start-controller)
    start_daemon slurmctld slurmctld
    await 60 is_up "$(node_names | wc -l)" || fail "slurmctld or its nodes are not up after 60 s, see $dir/slurmctld.log"
    ;;
  start-node)
    start_node "$node"
    await 30 is_up 1 "$node" || fail "node $node is not up after 30 s, see $dir/$node.log"
    ;;
esac
