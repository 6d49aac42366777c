#!/usr/bin/env python3
"""Makes letters.tsv, the outlines that labels are lettered with, from Noto Sans CJK SC. Run it again when a label must say a character that it
lacks (a test names it). On Debian: apt-get install fonts-noto-cjk python3-fonttools; /usr/bin/python3 extract.py > letters.tsv

A line is: face, character, advance, outline. Units are thousandths of the letter's size, y goes down, the origin is on the base line. An outline is
the data of an SVG path made of m, l, c and z only, always relative.
"""
from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

FONTS = "/usr/share/fonts/opentype/noto/NotoSansCJK-"
CHINESE = "扫码溯源猪肉牛羊禽三文鱼金枪鳕虾蟹类其他水产品乳制果蔬"
LATIN = "".join(map(chr, range(0x20, 0x7F)))
FACES = [("bold", "Bold.ttc", 2, CHINESE), ("sans", "Regular.ttc", 2, LATIN), ("mono", "Regular.ttc", 7, LATIN)]


class RelativePen(BasePen):
    def __init__(self, glyphs):
        super().__init__(glyphs)
        self.at, self.data = (0, 0), ""

    def add(self, verb, *points):
        numbers = [n for x, y in points for n in (x - self.at[0], self.at[1] - y)]
        self.data += verb + " ".join(map(str, numbers))
        self.at = points[-1]

    def _moveTo(self, point):
        self.start = point
        self.add("m", point)

    def _lineTo(self, point):
        self.add("l", point)

    def _curveToOne(self, *points):
        self.add("c", *points)

    def _closePath(self):
        self.data += "z"
        self.at = self.start


for face, file, number, characters in FACES:
    font = TTFont(FONTS + file, fontNumber=number)
    glyphs, names = font.getGlyphSet(), font.getBestCmap()
    assert font["head"].unitsPerEm == 1000
    for character in characters:
        pen = RelativePen(glyphs)
        glyphs[names[ord(character)]].draw(pen)
        if (face, character) == ("mono", "0"):  # struck through, as this face has no such zero, and a lot number may hold an O as well
            pen.moveTo((150, 170)), pen.lineTo((222, 170)), pen.lineTo((350, 568)), pen.lineTo((278, 568)), pen.closePath()
        print(face, character, glyphs[names[ord(character)]].width, pen.data.replace(" -", "-"), sep="\t")
