"""Search in a mall: Chinese words, pinyin and initials, English stems, typos, suggestions."""
