/**
 * What a reader is asked, once for the study and once for a nodule. Every field may be absent: absent is missing,
 * and no field has a default.
 */

/** Screening by low-dose CT, or found while looking for something else. */
export type Setting = 'screening' | 'incidental';
/** No earlier CT; one that was compared; one that is being located. */
export type Comparison = 'none' | 'prior' | 'awaited';
export type Cancer = 'none' | 'extrathoracicOver5y' | 'extrathoracicWithin5y' | 'lung';

export interface StudyAnswers {
  readonly setting?: Setting;
  readonly comparison?: Comparison;
  /** Date of the examination compared with, YYYYMMDD. */
  readonly priorDate?: string;
  /** Years. */
  readonly age?: number;
  readonly sex?: 'female' | 'male';
  readonly smoking?: 'never' | 'former' | 'current';
  /** Lung cancer in the family. */
  readonly familyHistory?: boolean;
  /** Any cancer in the family. */
  readonly familyCancer?: boolean;
  /** Years since a former smoker quit. */
  readonly quitYears?: number;
  readonly emphysema?: boolean;
  /** Known cancer, now or before. */
  readonly cancer?: Cancer;
  readonly immunosuppressed?: boolean;
  /** Fleischner: the reader's judgement of the risk of lung cancer. */
  readonly risk?: 'low' | 'high';
  /** Chinese consensus: at least one risk factor of lung cancer. */
  readonly riskFactor?: boolean;
  readonly solidCount?: number;
  readonly subsolidCount?: number;
  /** Lung-RADS: all of the lungs can be judged. */
  readonly lungsEvaluable?: boolean;
  /** Lung-RADS: findings suggest infection or inflammation. */
  readonly infection?: boolean;
  /** Lung-RADS modifier S: another finding that matters. */
  readonly otherFinding?: boolean;
  /** The reader says that there is no nodule. */
  readonly noNodules?: boolean;
  /** C-Lung-RADS: was its second step, a model's probability, taken? */
  readonly modelStep?: 'used' | 'none';
}

export type Site = 'parenchymal' | 'juxtapleural' | 'airwaySubsegmental' | 'airwayProximal' | 'cyst';
export type CystForm = 'thin' | 'thick' | 'multilocular' | 'cavitary';
export type CystChange =
  'stable' | 'cystGrowing' | 'wallGrowing' | 'becameMultilocular' | 'multilocularGrowing' | 'moreOpacity';
export type Status = 'new' | 'stable' | 'smaller' | 'growing' | 'slowGrowing';

export interface NoduleAnswers {
  readonly site?: Site;
  /** Smooth, and oval, lentiform or triangular. */
  readonly juxtapleuralSmooth?: boolean;
  /** Benign: complete, central, popcorn, concentric rings. */
  readonly calcification?: 'benign' | 'other';
  readonly cyst?: CystForm;
  readonly cystChange?: CystChange;
  /** Against the examination compared with. */
  readonly status?: Status;
  /** Of the solid part of a part-solid nodule. */
  readonly solidStatus?: 'new' | 'stable' | 'growing';
  /** Lung-RADS category then; 4B stands for 4X, too. */
  readonly priorCategory?: '2' | '3' | '4A' | '4B';
  readonly provenBenign?: boolean;
  /** Mean diameter then, mm. */
  readonly priorDiameter?: number;
  /** mm3 */
  readonly priorVolume?: number;
  /** Mean diameter of the solid part then, mm. */
  readonly priorSolidPart?: number;
  /** Additional features that raise suspicion (Lung-RADS 4X). */
  readonly suspicious?: boolean;
  /** As the reader sees it; a network's score is only a suggestion. */
  readonly spiculation?: boolean;
  readonly upperLobe?: boolean;
  /** Any calcification. */
  readonly calcium?: boolean;
  /** A smooth, clear border. */
  readonly smoothBorder?: boolean;
  /** Mean diameter of the solid part as the reader measures it, mm. */
  readonly solidPart?: number;
  /** 0..1 */
  readonly modelProbability?: number;
  /** The reader's estimate, 0..1. */
  readonly malignancyProbability?: number;
}

/** The answers with what the comparison measured beside them. */
export interface FollowedAnswers extends NoduleAnswers {
  /** Volumes then and now, corrected for partial volume, mm3; a `priorVolume` of the reader's own takes their place. */
  readonly comparedVolumes?: readonly [before: number, now: number];
}
