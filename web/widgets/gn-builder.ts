// Rows of the network as cards.
export {};
