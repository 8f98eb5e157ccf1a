import type { Overlay } from './reference.ts'

/** Empty for now: filled with the places where the description is wrong about real servers. */
export const overlay: Overlay = {}
