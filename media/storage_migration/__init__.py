"""Moving a site to Cloudinary or a bucket, and back: the bytes are copied, and the same rows serve
them there.

Names stay as they are. Nothing is deleted on the side that is left. One file at a time, in pieces;
what has been copied is not copied again, so a run that broke off is simply started anew.
"""
