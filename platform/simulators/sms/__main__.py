"""`python -m simulators.sms --port N --state DIR`"""

from simulators.sms.app import Messenger
from simulators.web.process import main

main("sms", Messenger)
