"""Timeline + Clips → blocks of sound: stems, ducking, mix, meter, master."""
