"""The port's other doors: forms under a md5 sign, SOAP, a queue, a folder. All lead to one counter."""
