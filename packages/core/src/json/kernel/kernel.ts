import { kernelBase64 } from './kernel-bytes.js'
import { doublesAt, integersAt, memoryPages, windowAt, windowCapacity } from './memory-map.js'

/** As much of WebAssembly as is needed; the types of some hosts leave it out. */
interface WebAssemblyPort {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object
  readonly Memory: new (size: { initial: number; maximum: number }) => { readonly buffer: ArrayBuffer }
  readonly Instance: new (
    module: object,
    imports: object,
  ) => { readonly exports: Readonly<Record<string, unknown>> }
}
const webAssembly: WebAssemblyPort | undefined = Reflect.get(globalThis as object, 'WebAssembly')

/** What the kernel asks while a map is open: the names of its entries may be more than its memory holds. */
export interface MapEntries {
  begin(depth: number): void
  /** A key between its quotes in the window: node of a fixed member, -1 for a new name, -2 for one that is repeated. */
  takeKey(depth: number, open: number, close: number): number
}

/** An instance of the kernel with its memory: one scan's at a time. */
export interface Kernel {
  readonly memory: ArrayBuffer
  readonly integers: Int32Array
  readonly doubles: Float64Array
  readonly window: Uint8Array
  entries: MapEntries
  /** See `run` in the kernel: the position of the first token in `[from, to)` that it leaves to the machine. */
  readonly run: (from: number, to: number, isFirst: boolean) => number
  /** See `takeTexts` and `takeNumbers` in the kernel. */
  readonly takeTexts: (
    from: number,
    to: number,
    base: number,
    end: number,
    most: number,
    slots: number,
  ) => number
  readonly takeNumbers: (from: number, to: number, base: number, end: number) => number
  /** See `hashTexts` in the kernel. */
  readonly hashTexts: (count: number, most: number) => void
}

type KernelFunctions = Pick<Kernel, 'run' | 'takeTexts' | 'takeNumbers' | 'hashTexts'>

const byMemory = new WeakMap<ArrayBufferLike, Kernel>()

/** The kernel to which a memory belongs. */
export function kernelOf(memory: ArrayBufferLike): Kernel | undefined {
  return byMemory.get(memory)
}

/** Instances that no scan holds; their memory is kept for the next. */
const spare: Kernel[] = []
const maxSpare = 2

let compiled: object | undefined
let isRefused = false

/**
 * For hosts that compile WebAssembly only ahead of time (Cloudflare Workers): the `WebAssembly.Module` that the
 * kernel's bytes were compiled to. Elsewhere it compiles itself.
 */
export function useKernelModule(module: object): void {
  compiled = module
  isRefused = false
}

/** A kernel of one's own until it is returned; `undefined` where there is no WebAssembly with SIMD, or no memory. */
export function takeKernel(): Kernel | undefined {
  const kernel = spare.pop()
  if (kernel !== undefined || isRefused || webAssembly === undefined) return kernel
  try {
    compiled ??= new webAssembly.Module(kernelBytes())
    return instantiate(webAssembly, compiled)
  } catch {
    isRefused = compiled === undefined
    return undefined
  }
}

export function returnKernel(kernel: Kernel): void {
  kernel.entries = noEntries
  if (spare.length < maxSpare) spare.push(kernel)
}

const noEntries: MapEntries = { begin: () => {}, takeKey: () => -2 }

/** The kernel as WebAssembly. */
export function kernelBytes(): Uint8Array<ArrayBuffer> {
  const letters = atob(kernelBase64)
  const bytes = new Uint8Array(letters.length)
  for (let at = 0; at < bytes.length; at++) bytes[at] = letters.charCodeAt(at)
  return bytes
}

function instantiate({ Memory, Instance }: WebAssemblyPort, module: object): Kernel {
  const memory = new Memory({ initial: memoryPages, maximum: memoryPages })
  const instance = new Instance(module, {
    env: { memory },
    'member-keys': {
      takeEntryKey: (depth: number, open: number, close: number) =>
        kernel.entries.takeKey(depth, open, close),
    },
    recorder: { beginEntries: (depth: number) => kernel.entries.begin(depth) },
  })
  const functions = instance.exports as unknown as KernelFunctions
  const { buffer } = memory
  const kernel: Kernel = {
    memory: buffer,
    integers: new Int32Array(buffer, integersAt, 64),
    doubles: new Float64Array(buffer, doublesAt, 64),
    window: new Uint8Array(buffer, windowAt, windowCapacity),
    entries: noEntries,
    run: functions.run,
    takeTexts: functions.takeTexts,
    takeNumbers: functions.takeNumbers,
    hashTexts: functions.hashTexts,
  }
  byMemory.set(buffer, kernel)
  return kernel
}
