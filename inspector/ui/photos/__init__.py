"""Photos in the window: the camera of this computer, and the editor of the marks over a photo. GUI thread only."""
