from .containers import AccordionBlock, CalloutBlock, InnerBlocks
from .size import LimitedSize
from .text import HeadingBlock


class LessonBody(LimitedSize, InnerBlocks):
    heading = HeadingBlock()
    callout = CalloutBlock()
    accordion = AccordionBlock()
