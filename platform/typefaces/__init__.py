"""Where the font with simplified Chinese is."""
