"""Runs a program within limits, as a child, and notes in a file how much memory it had at most, in bytes.

usage: limited.py FILE PROGRAM ARGUMENT...
"""

import os
import resource
import sys

MIB = 1 << 20

noted, program, *arguments = sys.argv[1:]
child = os.fork()
if child == 0:
    # Address space is more than memory: of that alone the rest of it need not be there.
    resource.setrlimit(resource.RLIMIT_AS, (500 * MIB, 500 * MIB))
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * MIB, 64 * MIB))
    os.execv(program, [program, *arguments])
_, status, usage = os.wait4(child, 0)
with open(noted, "w") as out:
    out.write(str(usage.ru_maxrss * 1024))
sys.exit(os.waitstatus_to_exitcode(status))
