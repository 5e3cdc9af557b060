"""A customs card in its reader (海关 U-key), behind the WebSocket control that desktops run."""
