"""What helps when a workspace is in trouble: the doctor, salvage, the recovery key, making a workspace anew."""
