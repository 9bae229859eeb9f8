/** A DICOMDIR against readers that others wrote, and against our own. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import dicomParser from 'dicom-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDirectory } from '../header/dicomdir';
import { findStart, parseDataSet } from '../header/parse';
import { Tags } from '../header/tags';
import { buildReport } from '../../report/build';
import * as ph from '../../report/phantom.fixture';
import { directoryEntry, type DirectoryEntry } from './directory-entry';
import { writeDicomdir, type DirectoryFile } from './dicomdir';
import { writeCt } from './ct';
import { writeKeyObjects } from './key-objects';
import { writePart10 } from './part10';
import { writeSegmentation } from './seg';
import { writeStructuredReport } from './sr';

