import { crc32, deflateSync } from 'node:zlib'

type Colour = [number, number, number]

const width = 480
const height = 320

/** A small drawing of a bicycle in a colour, as PNG: photographs would weigh too much for a repository. */
export function bicycle(frame: Colour, sky: Colour = [214, 228, 236]): Buffer {
  const canvas = paint(sky, [196, 200, 188])
  const rear: Point = [140, 220]
  const front: Point = [340, 220]
  const crank: Point = [215, 220]
  const seat: Point = [195, 125]
  const bars: Point = [315, 115]
  for (const hub of [rear, front]) {
    ring(canvas, hub, 62, 7, [40, 44, 48])
    for (let spoke = 0; spoke < 8; spoke++) {
      const angle = (spoke * Math.PI) / 4
      line(canvas, hub, [hub[0] + 58 * Math.cos(angle), hub[1] + 58 * Math.sin(angle)], 1, [130, 134, 138])
    }
  }
  for (const [from, to] of [
    [rear, crank],
    [crank, seat],
    [seat, rear],
    [crank, bars],
    [seat, bars],
    [bars, front],
  ] as const)
    line(canvas, from, to, 5, frame)
  line(canvas, [175, 118], [220, 118], 6, [50, 40, 36])
  line(canvas, [298, 100], [335, 108], 5, [50, 40, 36])
  ring(canvas, crank, 15, 5, [70, 74, 78])
  return png(canvas)
}

type Point = [number, number]

function paint(sky: Colour, ground: Colour): Buffer {
  const canvas = Buffer.alloc(width * height * 3)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      dot(canvas, x, y, y > 270 ? ground : (sky.map((part) => Math.min(255, part + y / 10)) as Colour))
  return canvas
}

function dot(canvas: Buffer, x: number, y: number, colour: Colour): void {
  if (x < 0 || y < 0 || x >= width || y >= height) return
  canvas.set(colour, (Math.floor(y) * width + Math.floor(x)) * 3)
}

function disc(canvas: Buffer, [x, y]: Point, radius: number, colour: Colour): void {
  for (let dy = -radius; dy <= radius; dy++)
    for (let dx = -radius; dx <= radius; dx++)
      if (dx * dx + dy * dy <= radius * radius) dot(canvas, x + dx, y + dy, colour)
}

function line(canvas: Buffer, [x, y]: Point, [toX, toY]: Point, thickness: number, colour: Colour): void {
  const steps = Math.ceil(Math.hypot(toX - x, toY - y))
  for (let step = 0; step <= steps; step++)
    disc(canvas, [x + ((toX - x) * step) / steps, y + ((toY - y) * step) / steps], thickness, colour)
}

function ring(canvas: Buffer, [x, y]: Point, radius: number, thickness: number, colour: Colour): void {
  for (let degree = 0; degree < 720; degree++) {
    const angle = (degree * Math.PI) / 360
    disc(canvas, [x + radius * Math.cos(angle), y + radius * Math.sin(angle)], thickness / 2, colour)
  }
}

function png(canvas: Buffer): Buffer {
  const lines = Array.from({ length: height }, (_, y) =>
    Buffer.concat([Buffer.of(0), canvas.subarray(y * width * 3, (y + 1) * width * 3)]),
  )
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  // Eight bits a channel, true colour.
  head.set([8, 2], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.concat(lines))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}
