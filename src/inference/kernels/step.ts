/**
 * What the page and the kernels agree on: how a step of a network and the team that computes it lie in memory. Compiled
 * for both sides. Every field is an int32; addresses are bytes from the beginning of the memory. Images lie with the
 * channels last: [batch, height, width, channels] of float32, a pixel every `...Stride` bytes.
 */

/** What a step does. */
export enum Kind {
  /** 3x3 convolution of stride 1 by tiles of 4x4. */
  Tiles,
  /** Any other convolution: windows laid out as rows, times the weights. */
  Windows,
  MaxPool,
  Nearest,
  Linear,
  /** [batch, channels, height, width] to channels last. */
  ToLast,
  /** The reverse. */
  ToFirst,
}

export enum Field {
  Kind,
  /** The next item that nobody has taken. */
  Next,
  /** Items that are finished. */
  Finished,
  /** All items, and how many are taken at once. */
  Items,
  AtOnce,
  Source,
  SourceStride,
  Height,
  Width,
  Channels,
  Target,
  TargetStride,
  TargetHeight,
  TargetWidth,
  TargetChannels,
  Weights,
  Bias,
  /** 1: what is below zero becomes zero. */
  Relu,
  KernelHeight,
  KernelWidth,
  /** Of the windows; of a resize how many times larger the target is. */
  StrideY,
  StrideX,
  Top,
  Left,
  DilationY,
  DilationX,
  /** Values that are summed for one product, and columns of the weights as padded. */
  Inner,
  Columns,
}

/** The team's own fields, at the address `At.Team`. */
export enum Team {
  /** Counts the runs; threads that wait for the next watch it. */
  Run,
  /** Threads that have finished the run, the caller's not counted. */
  Arrived,
  Steps,
  StepCount,
  /** Memory of one thread each, `ScratchSize` bytes. */
  Scratch,
  ScratchSize,
  Count,
}

/** Where the team's fields lie; nothing lies at 0, so that no address is. */
export enum At {
  Team = 64,
  /** First byte that is free. */
  Free = 256,
}

/** Side of a tile's results, of what it is made from, and how many products that takes. */
export enum Tile {
  Side = 4,
  Reach = 6,
  Products = 36,
}

/** Columns of the weights that are computed together. */
export enum Block {
  Columns = 8,
}

/** Bytes of a step: room for 32 fields. */
export enum Size {
  Step = 128,
}
