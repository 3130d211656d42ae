// The scan's variables, as they stand in memory while the kernel runs.
import { doublesAt, integersAt } from '../src/json/kernel/memory-map'

export function integer(name: i32): i32 {
  return load<i32>(name << 2, integersAt)
}

export function setInteger(name: i32, value: i32): void {
  store<i32>(name << 2, value, integersAt)
}

export function double(name: i32): f64 {
  return load<f64>(name << 3, doublesAt)
}

export function setDouble(name: i32, value: f64): void {
  store<f64>(name << 3, value, doublesAt)
}
