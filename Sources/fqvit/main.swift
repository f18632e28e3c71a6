print("fqvit")
