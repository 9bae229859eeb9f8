/**
 * The house's walls: imports go down only.
 * app -> features -> viewport | dicom | inference | analyses | registration | report | storage -> domain;
 * analyses may use inference; ui and i18n serve features and app.
 */
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: `^src/${from}/`, pathNot: '\\.test\\.tsx?$' },
  to: { path: '^src/', pathNot: allowed.map((a) => `^src/${a}/`).join('|') },
});
module.exports = {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'nothing-imports-app',
      severity: 'error',
      from: { pathNot: '^src/(app/|main\\.tsx$)' },
      to: { path: '^src/app/' },
    },
    only('domain-is-pure', 'domain', ['domain']),
    only('dicom-down', 'dicom', ['dicom', 'domain']),
    only('inference-down', 'inference', ['inference', 'domain']),
    only('analyses-down', 'analyses', ['analyses', 'inference', 'domain']),
    only('registration-down', 'registration', ['registration', 'domain']),
    only('viewport-down', 'viewport', ['viewport', 'dicom', 'domain']),
    only('report-down', 'report', ['report', 'domain']),
    only('storage-down', 'storage', ['storage', 'domain']),
    only('ui-down', 'ui', ['ui', 'i18n']),
    only('i18n-down', 'i18n', ['i18n']),
    only('features-down', 'features', [
      'features',
      'viewport',
      'dicom',
      'inference',
      'analyses',
      'registration',
      'report',
      'storage',
      'domain',
      'ui',
      'i18n',
    ]),
    {
      name: 'features-talk-through-index',
      severity: 'error',
      from: { path: '^src/features/([^/]+)/' },
      to: {
        path: '^src/features/([^/]+)/',
        pathNot: ['^src/features/$1/', '^src/features/[^/]+/index\\.ts$'],
      },
    },
    {
      name: 'inference-knows-no-medicine',
      severity: 'error',
      from: { path: '^src/inference/' },
      to: { path: '^src/(analyses|dicom)/' },
    },
    {
      name: 'only-viewport-imports-cornerstone',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/viewport/' },
      to: { path: 'node_modules/@cornerstonejs/(core|tools|adapters|metadata)' },
    },
    {
      name: 'only-inference-imports-onnxruntime',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/inference/|\\.test\\.ts$' },
      to: { path: 'node_modules/onnxruntime' },
    },
    {
      name: 'domain-has-no-react-or-dom-library',
      severity: 'error',
      from: { path: '^src/domain/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['npm', 'npm-dev'] },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '\\?(url|worker)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'browser', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
