"""`python -m simulators.ukey --port N --state DIR`"""

from simulators.ukey.app import Reader
from simulators.web.process import main

main("ukey", Reader)
