"""What starts the services.

Loading them makes hundreds of thousands of objects that stay: looking for garbage among them each time there are some
hundreds more took a sixth of the start.
"""

import gc

gc.set_threshold(50_000, 10, 10)
