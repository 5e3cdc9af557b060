"""Several packages' documents in one file a kind (一个报文多单): laid together, signed, sent, broken up."""

from customs.services.files.break_up import break_up
from customs.services.files.letters import letter_of
from customs.services.files.pack import pack
from customs.services.files.send import send_files

__all__ = ["break_up", "letter_of", "pack", "send_files"]
