// Nothing does nothing that concerns the way down.
package main

func main() {}
