"""Pictures that are shown tell nothing of where, when and by whom they were taken.

Phones write the place into every photograph, and Willow writes what it finds into every size it
makes. Cloudinary leaves it out by itself.
"""

from PIL import ImageOps
from willow.plugins.pillow import PillowImage
from willow.registry import registry

# Whatever else a file says of itself but its colours (`icc_profile`) and what is see-through.
TELLING = {"exif", "xmp", "XML:com.adobe.xmp", "photoshop", "comment", "Description", "Comment"}


def forget_metadata() -> None:
    """Make Willow forget it where every rendition begins: once it knows which side is up."""
    registry.register_operation(PillowImage, "auto_orient", _orient_and_strip)


def _orient_and_strip(picture: PillowImage) -> PillowImage:
    image = ImageOps.exif_transpose(picture.image)
    image.info = {name: value for name, value in image.info.items() if name not in TELLING}
    return PillowImage(image)
