"""What belongs to this computer alone and travels nowhere: settings, PINs, open visits, text not saved yet."""
