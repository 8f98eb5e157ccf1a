import type { Sharp } from 'sharp'

const maxPixels = 40_000_000

/** Takes a picture's bytes; larger ones than 40 megapixels are refused. The library comes with the first picture. */
export async function decoder(): Promise<Sharp> {
  const { default: sharp } = await import('sharp')
  return sharp({ limitInputPixels: maxPixels })
}
