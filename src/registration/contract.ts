/** What crosses the border of the registration worker: plain data, one request, one answer. */
import type { Registration } from '../domain/registration';
import type { Examined, RegistrationStage } from './register';

export interface RegistrationRequest {
  readonly current: Examined;
  readonly prior: Examined;
}

export type RegistrationReply =
  | { readonly type: 'progress'; readonly stage: RegistrationStage; readonly done: number }
  | { readonly type: 'result'; readonly registration: Registration }
  | { readonly type: 'error'; readonly detail: string };

export type RegistrationErrorCode = 'aborted' | 'workerLost' | 'registrationFailed';

export class RegistrationError extends Error {
  override readonly name = 'RegistrationError';
  readonly code: RegistrationErrorCode;
  constructor(code: RegistrationErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
