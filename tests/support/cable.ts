import WebSocket from 'ws'

export interface Frame {
  type?: string
  identifier?: string
  message?: { event: string; data: Record<string, unknown> }
  reason?: string
}

/** A bare `/cable` client: every frame in order, and a way to wait for one. */
export interface Cable {
  readonly frames: Frame[]
  readonly protocol: string
  send(frame: object | string): void
  subscribe(room: object): string
  /** Resolves with the first frame, already received or still to come, that fits. */
  frame(fits: (frame: Frame) => boolean): Promise<Frame>
  /** Called with every frame from now on. */
  watch(see: (frame: Frame) => void): void
  /** The same for an event's data. */
  event(name: string, fits?: (data: Record<string, unknown>) => boolean): Promise<Record<string, unknown>>
  closed: Promise<number>
  close(): void
}

export async function openCable(url: string): Promise<Cable> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/cable`, ['actioncable-v1-json', 'actioncable-unsupported'])
  const frames: Frame[] = []
  let waiting: (() => void)[] = []
  socket.on('message', (data) => {
    frames.push(JSON.parse(String(data)))
    const woken = waiting
    waiting = []
    for (const wake of woken) wake()
  })
  const closed = new Promise<number>((resolve) => socket.once('close', resolve))
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  const frame = async (fits: (frame: Frame) => boolean): Promise<Frame> => {
    for (;;) {
      const found = frames.find(fits)
      if (found) return found
      await new Promise<void>((resolve) => waiting.push(resolve))
    }
  }
  const send = (content: object | string) =>
    socket.send(typeof content === 'string' ? content : JSON.stringify(content))
  return {
    frames,
    protocol: socket.protocol,
    send,
    subscribe(room) {
      const identifier = JSON.stringify({ channel: 'RoomChannel', ...room })
      send({ command: 'subscribe', identifier })
      return identifier
    },
    frame,
    watch: (see) => void socket.on('message', (data) => see(JSON.parse(String(data)))),
    event: async (name, fits = () => true) =>
      (await frame(({ message }) => message?.event === name && fits(message.data))).message?.data as Record<
        string,
        unknown
      >,
    closed,
    close: () => socket.close(),
  }
}
