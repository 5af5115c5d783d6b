#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Plays sbatch, squeue and scontrol, whichever name it is called by: job arrays run at once, on this machine. Its state,
# and what a test wants of it, is in the folder $STAND_IN_SLURM:
#
#   commands                    what was called, one argument a line, each call after a line "= sbatch"
#   max-array-size              what scontrol says; without it scontrol fails
#   max-submit                  the most tasks in the queue; an array above is refused with Slurm's words
#   squeue-fails                numbers of the calls of squeue that fail, or "all"
#   start-after                 no task starts before so many calls of squeue
#   lost-answers                numbers of the calls of sbatch that submit, and then fail as with a busy controller
#   banner                      what sbatch prints around the number, on both of its outputs
set -u
state=$STAND_IN_SLURM
program=${0##*/}
mkdir -p "$state/queue" "$state/ended"
exec 9>"$state/lock"
flock 9

setting() { cat "$state/$1" 2>/dev/null || echo "${2:-}"; }
count() { # one more, and how many there are now
  local n=$(($(setting "$1" 0) + 1))
  echo $n >"$state/$1"
  echo $n
}
has_word() { [[ " $(setting "$1") " == *" $2 "* ]]; }

run_task() { # JOB TASK DEPENDENCY NAME SCRIPT ARGUMENTS...
  local entry=$state/queue/$1_$2 before=$state/ended/$3_$2 how=failed
  until [ "$(setting squeue-calls 0)" -ge "$(setting start-after 0)" ]; do sleep 0.05; done
  if [ -n "$3" ]; then until [ -e "$before" ]; do sleep 0.05; done; fi
  if [ -z "$3" ] || [ "$(cat "$before")" = ok ]; then
    echo "$4|$2|RUNNING|None|$1" >"$state/new_$1_$2"
    mv "$state/new_$1_$2" "$entry"
    SLURM_JOB_ID=$1 SLURM_ARRAY_JOB_ID=$1 SLURM_ARRAY_TASK_ID=$2 bash "${@:5}" >>"$state/out" 2>&1 && how=ok
  fi
  echo $how >"$state/new_$1_$2" # whoever waits for this file finds it whole
  mv "$state/new_$1_$2" "$state/ended/$1_$2"
  rm -f "$entry"
}

printf '%s\n' "= $program" "$@" >>"$state/commands"
case $program in
  scontrol)
    [ -e "$state/max-array-size" ] || { echo "scontrol: error: no" >&2; exit 1; }
    echo "MaxArraySize            = $(setting max-array-size)"
    ;;
  squeue)
    call=$(count squeue-calls)
    if [ "$(setting squeue-fails)" = all ] || has_word squeue-fails $call; then
      echo "slurm_load_jobs error: Socket timed out on send/recv operation" >&2
      exit 1
    fi
    cat "$state/queue"/* 2>/dev/null || true
    ;;
  sbatch)
    call=$(count sbatch-calls)
    name='' array='' after=''
    while [ $# -gt 3 ]; do # what is left is the script with its two arguments
      case $1 in
        --job-name=*) name=${1#*=} ;;
        --array=*) array=${1#*=} ;;
        --dependency=aftercorr:*) after=${1##*:} ;;
      esac
      shift
    done
    if [[ $after == *[!0-9]* ]]; then
      echo "sbatch: error: Batch job submission failed: Job dependency problem" >&2
      exit 1
    fi
    tasks=()
    for range in ${array//,/ }; do mapfile -t -O ${#tasks[@]} tasks < <(seq "${range%-*}" "${range#*-}"); done
    queued=$(find "$state/queue" -type f | wc -l)
    if [ $((queued + ${#tasks[@]})) -gt "$(setting max-submit 1000000)" ]; then
      echo "sbatch: error: QOSMaxSubmitJobPerUserLimit" >&2
      echo "sbatch: error: Batch job submission failed: Job violates accounting/QOS policy (job submit limit, user's size and/or time limits)" >&2
      exit 1
    fi
    job=$((100 + call))
    for task in "${tasks[@]}"; do echo "$name|$task|PENDING|None|$job" >"$state/queue/${job}_$task"; done
    (
      exec 9>&-
      for task in "${tasks[@]}"; do run_task $job "$task" "$after" "$name" "$@"; done
    ) </dev/null >/dev/null 2>&1 &
    if has_word lost-answers $call; then
      echo "sbatch: error: Batch job submission failed: Socket timed out on send/recv operation" >&2
      exit 1
    fi
    if [ -e "$state/banner" ]; then
      cat "$state/banner" >&2
      cat "$state/banner"
    fi
    echo "$job;cluster"
    ;;
esac
