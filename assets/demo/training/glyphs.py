"""Render every class in every font to a coverage bitmap of 96 x 96 pixels: glyphs.npz.

Fonts, from Debian: fonts-dejavu fonts-liberation fonts-freefont-ttf fonts-noto-core fonts-noto-mono fonts-roboto
fonts-lato fonts-open-sans fonts-comic-neue fonts-cantarell fonts-linuxlibertine fonts-gfs-didot.
"""
import glob
import hashlib
import os
import re

import numpy as np
from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

CLASSES = [*'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt', *'ΓΔΘΛΞΠΣΦΨΩαβγδεζθλμξπσφψω', *'БДЖИЦЧШЩЭЮЯЫЪ',
           *'&@#%?$€§¶', *'∞√∫≠±≈']
FAMILIES = re.compile(r'DejaVu|Liberation|Roboto|Lato|Open_?Sans|Cantarell|Comic|Libertine|Biolinum|Free(Sans|Serif|Mono)'
                      r'|Noto(Sans|Serif|SansMono|SansDisplay|SerifDisplay)-|GFS', re.I)
VALIDATION = re.compile(r'Roboto|Libertine|Biolinum|LiberationMono|NotoSerif-|DejaVuSansCondensed', re.I)
SPECIAL = re.compile(r'(Libertine|Biolinum)_(K|I)|Keyboard|Initial')  # keycaps and ornamented initials
SIDE, INK = 96, 76


def bitmap(font, character):
    """The character, its larger side INK pixels long, in the middle of SIDE x SIDE; None where it has no ink."""
    canvas = Image.new('L', (400, 400))
    ImageDraw.Draw(canvas).text((100, 60), character, font=font, fill=255)
    box = canvas.getbbox()
    if box is None:
        return None
    glyph = canvas.crop(box)
    scale = INK / max(glyph.size)
    size = max(1, round(glyph.width * scale)), max(1, round(glyph.height * scale))
    out = Image.new('L', (SIDE, SIDE))
    out.paste(glyph.resize(size, Image.Resampling.LANCZOS), ((SIDE - size[0]) // 2, (SIDE - size[1]) // 2))
    return np.asarray(out)


def main():
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
                validation.append(bool(VALIDATION.search(name)))
    bitmaps = np.stack(bitmaps)
    np.savez_compressed('glyphs.npz', bitmaps=bitmaps, classes=np.array(classes), validation=np.array(validation))
    print(f'{len(bitmaps)} bitmaps, {sum(validation)} of them for validation only, '
          f'SHA-256 {hashlib.sha256(bitmaps.tobytes()).hexdigest()[:16]}')


if __name__ == '__main__':
    main()
