import type { SegmentStore } from '../segment-store.js'
import { type Check, expectCode, expectSame } from './check.js'

const encode = (text: string) => new TextEncoder().encode(text)

async function writeSegment(store: SegmentStore, name: string, ...parts: Uint8Array[]): Promise<void> {
  const writer = await store.create(name)
  for (const part of parts) await writer.append(part)
  await writer.finish()
}

async function readSegment(store: SegmentStore, name: string): Promise<Uint8Array> {
  const reader = await store.open(name)
  try {
    return await reader.read(0, reader.size)
  } finally {
    await reader.close()
  }
}

const cases: Readonly<Record<string, (store: SegmentStore) => Promise<void>>> = {
  'reads back what was appended, any range of it': async (store) => {
    await writeSegment(store, 'a.seg', encode('hello '), encode(''), encode('world'))
    const reader = await store.open('a.seg')
    expectSame(reader.size, 11, 'size')
    expectSame(await reader.read(0, 11), encode('hello world'), 'all')
    expectSame(await reader.read(4, 7), encode('o w'), 'middle')
    expectSame(await reader.read(11, 11), encode(''), 'nothing')
    await reader.close()
  },
  'keeps the bytes even if the caller reuses them': async (store) => {
    const bytes = encode('first')
    const writer = await store.create('a.seg')
    await writer.append(bytes)
    bytes.fill(0)
    expectSame(writer.size, 5, 'size')
    await writer.finish()
    expectSame(await readSegment(store, 'a.seg'), encode('first'), 'content')
  },
  'shows nothing under the name before finish': async (store) => {
    const writer = await store.create('a.seg')
    await writer.append(encode('x'))
    await expectCode(store.open('a.seg'), 'SEGMENT_MISSING')
    const [entry, ...others] = await store.list()
    expectSame([entry?.finished, entry?.abandoned, others.length], [false, false, 0], 'list while writing')
    await writer.finish()
    const after = (await store.list()).map(({ name, bytes, finished }) => ({ name, bytes, finished }))
    expectSame(after, [{ name: 'a.seg', bytes: 1, finished: true }], 'list after finish')
  },
  'leaves nothing after abort, as often as it is called': async (store) => {
    const writer = await store.create('a.seg')
    await writer.append(encode('x'))
    await writer.abort()
    await writer.abort()
    expectSame(await store.list(), [], 'list')
    await expectCode(writer.append(encode('y')), 'SEGMENT_CLOSED')
    await expectCode(writer.finish(), 'SEGMENT_CLOSED')
    await writeSegment(store, 'a.seg', encode('again'))
    expectSame(await readSegment(store, 'a.seg'), encode('again'), 'content')
  },
  'gives a name once, also to two writers at a time': async (store) => {
    const first = await store.create('a.seg')
    const second = await store.create('a.seg')
    await first.append(encode('first'))
    await second.append(encode('second'))
    await first.finish()
    await expectCode(second.finish(), 'SEGMENT_EXISTS')
    await expectCode(store.create('a.seg'), 'SEGMENT_EXISTS')
    expectSame(await readSegment(store, 'a.seg'), encode('first'), 'content')
    expectSame((await store.list()).length, 1, 'files')
  },
  'removes finished and unfinished files by the listed name': async (store) => {
    await writeSegment(store, 'a.seg', encode('x'))
    const writer = await store.create('b.seg')
    for (const { name } of await store.list()) await store.remove(name)
    expectSame(await store.list(), [], 'list')
    await store.remove('a.seg')
    await writer.abort()
  },
  'keeps a removed file readable while it is open': async (store) => {
    await writeSegment(store, 'a.seg', encode('still here'))
    const reader = await store.open('a.seg')
    await store.remove('a.seg')
    expectSame(await reader.read(6, 10), encode('here'), 'content')
    await reader.close()
    await expectCode(store.open('a.seg'), 'SEGMENT_MISSING')
  },
  'refuses a range outside, a closed reader and a bad name': async (store) => {
    await writeSegment(store, 'a.seg', encode('abc'))
    const reader = await store.open('a.seg')
    await expectCode(reader.read(1, 4), 'SEGMENT_TRUNCATED')
    await expectCode(reader.read(-1, 2), 'SEGMENT_TRUNCATED')
    await expectCode(reader.read(2, 1), 'SEGMENT_TRUNCATED')
    await reader.close()
    await reader.close()
    await expectCode(reader.read(0, 1), 'SEGMENT_CLOSED')
    for (const name of ['', '../a', 'a/b', 'A', '.hidden', 'a.part', 'a\0', 'x'.repeat(201)]) {
      await expectCode(store.create(name), 'SEGMENT_NAME')
      await expectCode(store.open(name), 'SEGMENT_NAME')
    }
  },
}

/** What every `SegmentStore` must do. `create` gives an empty one for each check. */
export function createSegmentStoreChecks(create: () => Promise<SegmentStore>): Check[] {
  return Object.entries(cases).map(([name, run]) => ({ name, run: async () => run(await create()) }))
}
