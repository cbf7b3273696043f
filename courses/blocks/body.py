from .containers import AccordionBlock, CalloutBlock, InnerBlocks
from .text import HeadingBlock


class LessonBody(InnerBlocks):
    heading = HeadingBlock()
    callout = CalloutBlock()
    accordion = AccordionBlock()
