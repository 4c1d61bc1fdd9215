#!/usr/bin/env python3
"""What a command costs together with every process that it starts: measure.py --out COST.json -- COMMAND...

Time: this process declares itself the reaper of its descendants (prctl PR_SET_CHILD_SUBREAPER). A worker whose parent
ended without waiting for it is then handed to us instead of to init, so that after the last one is reaped
RUSAGE_CHILDREN holds the processor time of the whole tree. `time` misses such workers, datatrove's among them. What a
process does whose parent ignores SIGCHLD may be counted by nobody (getrusage(2)); therefore the sampler adds up what it
saw each process use, and more than the kernel's sum ends in an error instead of in a figure that flatters.

Memory: the greatest sum over the tree, sampled, of the proportional set size (a page that k processes share counts 1/k
for each). A tree of one process is not sampled but asked: ru_maxrss misses no peak.

The command is held on one processor: all systems get the same machine, and wall time means something.
"""
import argparse
import ctypes
import json
import os
import resource
import subprocess
import sys
import time

PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h
SAMPLE_S = 0.05
ESCAPED_SHARE = 1.05  # sampled time may exceed the kernel's sum by rounding to clock ticks, not by more
TICKS_PER_S = os.sysconf("SC_CLK_TCK")


def parents() -> dict[int, int]:
    """Parent of each live process."""
    found = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", "rb") as file:
                    found[int(name)] = int(file.read().rpartition(b")")[2].split()[1])
            except (FileNotFoundError, ProcessLookupError):
                pass  # it ended meanwhile
    return found


def descendants(root: int) -> list[int]:
    parent_of = parents()
    tree, last = {root}, 0
    while len(tree) != last:
        last = len(tree)
        tree |= {child for child, parent in parent_of.items() if parent in tree}
    return sorted(tree - {root})


def seconds_of(process: int) -> float:
    with open(f"/proc/{process}/stat", "rb") as file:
        fields = file.read().rpartition(b")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_S  # its own only, not of children that it waited for


def resident_bytes(process: int) -> int:
    with open(f"/proc/{process}/smaps_rollup", "rb") as file:
        for line in file:
            if line.startswith(b"Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def escaped(seen_s: dict[int, float], cpu_s: float) -> bool:
    """More was seen than is accounted for."""
    return sum(seen_s.values()) > cpu_s * ESCAPED_SHARE + SAMPLE_S


def sample(seen_s: dict[int, float]) -> int:
    """Notes the time of each process of the tree; bytes of all together, 0 if it is a single one."""
    tree, total = descendants(os.getpid()), 0
    for process in tree:
        try:
            seen_s[process] = seconds_of(process)
            if len(tree) > 1:
                total += resident_bytes(process)
        except (FileNotFoundError, ProcessLookupError):
            pass  # it ended meanwhile
    return total


def wait_for_all(main: int) -> tuple[int, float, int, dict[int, float]]:
    """Exit code of the command, seconds until it ended, greatest sampled memory, sampled time of each process."""
    start, code, wall_s, peak, seen_s = time.monotonic(), 0, 0.0, 0, {}
    while True:
        try:
            ended, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return code, wall_s, peak, seen_s
        if ended == main:
            code, wall_s = os.waitstatus_to_exitcode(status), time.monotonic() - start
        if ended == 0:
            peak = max(peak, sample(seen_s))
            time.sleep(SAMPLE_S if time.monotonic() - start > 1 else SAMPLE_S / 10)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", required=True, help="file for the figures")
    parser.add_argument("--cpu", type=int, required=True, help="processor that the command is held on")
    parser.add_argument("command", nargs="+")
    arguments = parser.parse_args()
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        sys.exit("measure.py: prctl: this system has no subreaper (Linux 3.4 has)")

    child = subprocess.Popen(arguments.command, preexec_fn=lambda: os.sched_setaffinity(0, {arguments.cpu}))
    code, wall_s, peak, seen_s = wait_for_all(child.pid)
    child.returncode = code  # reaped here, so that Popen does not look for it
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s = usage.ru_utime + usage.ru_stime
    if escaped(seen_s, cpu_s):
        sys.exit(f"measure.py: {sum(seen_s.values()):.2f} s of processor time were seen, {cpu_s:.2f} s accounted for: "
                 "a process ignores SIGCHLD; measure in a control group instead")
    with open(arguments.out, "w", encoding="utf-8") as file:
        json.dump({"exit_code": code, "wall_s": wall_s, "cpu_s": cpu_s, "user_s": usage.ru_utime,
                   "system_s": usage.ru_stime, "peak_bytes": max(peak, usage.ru_maxrss * 1024),
                   "processes_seen": len(seen_s)}, file)
    sys.exit(code)


if __name__ == "__main__":
    main()
