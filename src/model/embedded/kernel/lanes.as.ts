// The kernel: four numbers at a time.

@inline
export function at(pointer: usize, index: i32): usize { return pointer + (<usize>index << 2); }
@inline
export function get(pointer: usize, index: i32): f32 { return load<f32>(at(pointer, index)); }
@inline
export function set(pointer: usize, index: i32, value: f32): void {
  store<f32>(at(pointer, index), value);
}
@inline
export function int(pointer: usize, index: i32): i32 { return load<i32>(at(pointer, index)); }
@inline
export function quad(pointer: usize, index: i32): v128 { return v128.load(at(pointer, index)); }
@inline
export function put(pointer: usize, index: i32, value: v128): void {
  v128.store(at(pointer, index), value);
}
@inline
export function fma(sum: v128, a: v128, b: v128): v128 { return f32x4.add(sum, f32x4.mul(a, b)); }
@inline
export function sumLanes(v: v128): f32 {
  return (
    (f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1)) +
    (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  );
}
@inline
export function maxLanes(v: v128): f32 {
  return max<f32>(
    max<f32>(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1)),
    max<f32>(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)),
  );
}
