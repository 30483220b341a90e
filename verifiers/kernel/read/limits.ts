/** What a text may ask of the reader before it is told `limit`. */
export const TEXT_CHARS_MAX = 20_000
export const TOKENS_MAX = 2_048 // far above what 512 nodes can need
export const NESTING_MAX = 64 // brackets, exponents, signs and functions within each other
export const TREE_DEPTH_MAX = 64 // whoever walks a tree recurses as deep as it is
export const NODES_MAX = 512
export const NUMERAL_DIGITS_MAX = 2_048
export const EXPONENT_MAX = 2_048 // of 1e2048: as many digits as a numeral may have
export const CELLS_MAX = 256
export const READINGS_MAX = 4
