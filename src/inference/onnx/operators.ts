/**
 * The operators that onnxruntime-web 1.30 runs on WASM. Kernels and function bodies were listed with onnxruntime
 * 1.30 in Python (get_all_opkernel_def, get_all_operator_schema) and checked against the WASM build: 1884 single
 * operator models of onnx 1.23's own test cases were opened in it.
 */
import { domainOf } from './nodes';
import type { Node } from './messages';

/** Newest version of the standard operators that the runtime accepts in a file. */
export const NEWEST_OPSET = 26;
/** Newest version of the file format that it reads. */
export const NEWEST_IR = 13;

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

const OPERATORS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [
    '',
    words(`
    Abs Acos Acosh Add Affine AffineGrid And ArgMax ArgMin Asin Asinh Atan Atanh Attention AveragePool
    BatchNormalization BitCast BitShift BitwiseAnd BitwiseNot BitwiseOr BitwiseXor BlackmanWindow Cast
    CastLike Ceil Celu CenterCropPad Clip Col2Im Compress Concat ConcatFromSequence Constant
    ConstantOfShape Conv ConvInteger ConvTranspose Cos Cosh Crop CumProd CumSum DFT DeformConv
    DepthToSpace DequantizeLinear Det Div Dropout DynamicQuantizeLinear DynamicSlice Einsum Elu Equal
    Erf Exp Expand EyeLike Flatten Floor GRU Gather GatherElements GatherND Gelu Gemm GlobalAveragePool
    GlobalLpPool GlobalMaxPool Greater GreaterOrEqual GridSample GroupNormalization HammingWindow
    HannWindow HardSigmoid HardSwish Hardmax Identity If ImageScaler InstanceNormalization IsInf IsNaN
    LRN LSTM LayerNormalization LeakyRelu Less LessOrEqual Log LogSoftmax Loop LpNormalization LpPool
    MatMul MatMulInteger Max MaxPool MaxRoiPool MaxUnpool Mean MeanVarianceNormalization MelWeightMatrix
    Min Mish Mod Mul Multinomial Neg NegativeLogLikelihoodLoss NonMaxSuppression NonZero Not OneHot
    Optional OptionalGetElement OptionalHasElement Or PRelu Pad ParametricSoftplus Pow QLinearConv
    QLinearMatMul QuantizeLinear RMSNormalization RNN RandomNormal RandomNormalLike RandomUniform
    RandomUniformLike Range Reciprocal ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax
    ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare RegexFullMatch Relu Reshape Resize
    ReverseSequence RoiAlign RotaryEmbedding Round STFT Scale ScaledTanh Scan Scatter ScatterElements
    ScatterND Selu SequenceAt SequenceConstruct SequenceEmpty SequenceErase SequenceInsert
    SequenceLength SequenceMap Shape Shrink Sigmoid Sign SimplifiedLayerNormalization Sin Sinh Size
    Slice Softmax SoftmaxCrossEntropyLoss Softplus Softsign SpaceToDepth Split SplitToSequence Sqrt
    Squeeze StringConcat StringNormalizer StringSplit Sub Sum Swish Tan Tanh TensorScatter
    TfIdfVectorizer ThresholdedRelu Tile TopK Transpose Trilu Unique Unsqueeze Upsample Where Xor
    `),
  ],
  [
    'ai.onnx.ml',
    words(`
    ArrayFeatureExtractor Binarizer CastMap CategoryMapper DictVectorizer FeatureVectorizer Imputer
    LabelEncoder LinearClassifier LinearRegressor Normalizer OneHotEncoder SVMClassifier SVMRegressor
    Scaler TreeEnsemble TreeEnsembleClassifier TreeEnsembleRegressor ZipMap
    `),
  ],
  [
    'com.microsoft',
    words(`
    Attention AttnLSTM BeamSearch BiasGelu BifurcationDetector CDist CausalConvWithState
    ConvTransposeWithDynamicPads CropAndResize DecoderMaskedMultiHeadAttention DequantizeLinear
    DynamicQuantizeLSTM DynamicQuantizeMatMul DynamicTimeWarping EmbedLayerNormalization EngramGate
    ExpandDims FastGelu FusedConv FusedGemm FusedMatMul GatedAdd GatedRMSNorm GatherBlockQuantized
    GatherND Gelu GreedySearch GridSample GroupQueryAttention Inverse LinearAttention
    LinearAttentionGate MRotaryEmbedding MatMulBnb4 MatMulFpQ4 MatMulInteger16 MatMulIntegerToFloat
    MatMulNBits MaxpoolWithMask MoE MultiHeadAttention MurmurHash3 NGramHashMapping NGramRepeatBlock
    NhwcMaxPool Pad QAttention QEmbedLayerNormalization QGemm QLinearAdd QLinearAveragePool
    QLinearConcat QLinearConv QLinearGlobalAveragePool QLinearLeakyRelu QLinearMul QLinearSigmoid
    QLinearSoftmax QLinearWhere QMoE QuantizeLinear QuickGelu Range RotaryEmbedding SampleOp Sampling
    SkipLayerNormalization SkipSimplifiedLayerNormalization SparseAttention SparseToDenseMatMul
    Tokenizer TransposeMatMul Trilu UnfoldTensor Unique WhisperBeamSearch WordConvEmbedding
    `),
  ],
]);

/** Operators of which only older versions run: the newest opset that still names one of those. */
const UNTIL: ReadonlyMap<string, number> = new Map([
  ['Affine', 9],
  ['Crop', 9],
  ['DynamicSlice', 9],
  ['ImageScaler', 9],
  ['ParametricSoftplus', 9],
  ['Scale', 9],
  ['ScaledTanh', 9],
  ['Upsample', 9],
  ['Scatter', 10],
  ['GlobalLpPool', 21],
  ['MaxRoiPool', 21],
  ['Multinomial', 21],
  ['RandomNormal', 21],
  ['RandomNormalLike', 21],
  ['RandomUniform', 21],
  ['RandomUniformLike', 21],
  ['RoiAlign', 21],
]);

/** 'yes', 'olderOpset' when only an older version of the operator runs, or 'no'. */
export function runsOnWasm(node: Node, opset: number): 'yes' | 'olderOpset' | 'no' {
  const domain = domainOf(node);
  const opType = node.opType ?? '';
  if (OPERATORS.get(domain)?.has(opType) !== true) return 'no';
  return domain === '' && opset > (UNTIL.get(opType) ?? NEWEST_OPSET) ? 'olderOpset' : 'yes';
}
