"""Render every (class, font) pair to a 96 x 96 coverage bitmap: glyphs.npz and classes.json.

Fonts, from Debian: fonts-dejavu fonts-liberation fonts-freefont-ttf fonts-noto-core fonts-noto-mono fonts-roboto fonts-lato
fonts-open-sans fonts-comic-neue fonts-cantarell fonts-linuxlibertine fonts-gfs-didot. Python: pillow, fonttools, numpy.
"""
import glob
import json
import os
import re

import numpy as np
from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

CLASSES = (list('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt') + list('ΓΔΘΛΞΠΣΦΨΩαβγδεζθλμξπσφψω')
           + list('БДЖИЦЧШЩЭЮЯЫЪ') + list('&@#%?$€§¶') + list('∞√∫≠±≈'))
FAMILIES = re.compile(r'(DejaVu|Liberation|Roboto|Lato|Open_?Sans|Cantarell|Comic|Libertine|Biolinum|Free(Sans|Serif|Mono)'
                      r'|Noto(Sans|Serif|SansMono|SansDisplay|SerifDisplay)-|GFS)', re.I)
VALIDATION_ONLY = re.compile(r'(Roboto|Libertine|Biolinum|LiberationMono|NotoSerif-|DejaVuSansCondensed)', re.I)
SPECIAL = re.compile(r'(Libertine_(K|I)|Keyboard|Initial)')  # keycaps and ornamented initials
SIDE, INK = 96, 76


def bitmap(font, character):
    canvas = Image.new('L', (400, 400))
    ImageDraw.Draw(canvas).text((100, 60), character, font=font, fill=255)
    box = canvas.getbbox()
    if box is None:
        return None
    glyph = canvas.crop(box)
    scale = INK / max(glyph.size)
    glyph = glyph.resize((max(1, round(glyph.width * scale)), max(1, round(glyph.height * scale))), Image.LANCZOS)
    out = Image.new('L', (SIDE, SIDE))
    out.paste(glyph, ((SIDE - glyph.width) // 2, (SIDE - glyph.height) // 2))
    return np.asarray(out)


def main():
    assert len(CLASSES) == len(set(CLASSES)) == 100
    bitmaps, classes, validation = [], [], []
    for path in sorted(glob.glob('/usr/share/fonts/**/*.[to]tf', recursive=True)):
        name = os.path.basename(path)
        if not FAMILIES.search(name) or SPECIAL.search(name):
            continue
        covered = TTFont(path, fontNumber=0, lazy=True).getBestCmap()
        font = ImageFont.truetype(path, 160)
        for index, character in enumerate(CLASSES):
            image = bitmap(font, character) if ord(character) in covered else None
            if image is not None:
                bitmaps.append(image)
                classes.append(index)
                validation.append(bool(VALIDATION_ONLY.search(name)))
    np.savez_compressed('glyphs.npz', bitmaps=np.stack(bitmaps), classes=np.array(classes), validation=np.array(validation))
    with open('classes.json', 'w') as f:
        json.dump(CLASSES, f, ensure_ascii=False)
    print(len(bitmaps), 'bitmaps,', sum(validation), 'of them for validation only')


if __name__ == '__main__':
    main()
