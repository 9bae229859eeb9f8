export default {
  title: 'Open a study',
  drop: 'Drop images here',
  dropHint: 'A folder, a ZIP, a CD or single files',
  touch: 'Open images',
  touchHint: 'Files, a ZIP or a folder',
  dropNow: 'Release to open',
  files: 'Choose files',
  folder: 'Choose a folder',
  private: 'No image and no name leaves this computer.',
  demo: 'Open the demo study',
  demoHint: 'A synthetic chest CT, built on this computer',
  analyses:
    'AI on this computer: nodules on chest CT, lungs and heart on chest X-ray, lesions on breast ultrasound',
  preparing: 'Preparing the demo study',
  making: 'Building the demo study on this computer: slice {{done}} of {{total}}',
  listing: 'Going through the folder',
  reading: 'Reading {{done}} of {{total}} files',
  readingSome: 'Reading files',
  fetching: 'Fetching {{done}} of {{total}} MB',
  fetchingSome: 'Fetching {{done}} MB',
  cancel: 'Cancel',
  recent: {
    unnamed: 'No name',
  },
  series: {
    title: 'Series',
    images_one: '{{count}} image',
    images_other: '{{count}} images',
    object: 'Laid over the images when clicked',
    noDescription: 'No description',
    noThumbnail: 'No preview',
    fold: 'Hide the series',
    unfold: 'Show the series',
    close: 'Close this study',
    stillReading: 'Still reading',
    odd: 'Something is odd about these images: {{what}}',
    between: '; ',
  },
  part: { phase: 'Phase {{number}} of {{of}}', planes: 'Part {{number}} of {{of}}', localizer: 'Localizer' },
  age: { Y: '{{count}} y', M: '{{count}} mo', W: '{{count}} wk', D: '{{count}} d' },
  sex: { M: 'M', F: 'F', O: 'Other' },
  summary: {
    loaded_one: '{{count}} loaded',
    loaded_other: '{{count}} loaded',
    skipped_one: '{{count}} skipped',
    skipped_other: '{{count}} skipped',
    failed_one: '{{count}} failed',
    failed_other: '{{count}} failed',
    noted_one: '{{count}} with a warning',
    noted_other: '{{count}} with a warning',
    title: 'Results by file',
    allLoaded: 'Every file was loaded.',
    show: 'See each file',
    close: 'Close',
    hidden_one: 'and {{count}} more file',
    hidden_other: 'and {{count}} more files',
    more_one: 'Show {{count}} more',
    more_other: 'Show {{count}} more',
  },
  password: {
    title: 'This ZIP needs a password',
    label: 'Password',
    wrong: 'That password did not open it. Capitals and small letters differ; try again.',
    open: 'Open',
    skip: 'Leave this ZIP out',
  },
  problem: {
    nothing: {
      title: 'There are no files in it.',
      todo: 'The folder is empty. Choose the folder that holds the images; on a CD it is often called DICOM or IMAGES.',
    },
    notDicom: {
      title: 'No DICOM images among these files.',
      todo: 'Photos, PDF and Word files are not read. Choose the folder or the ZIP that the hospital gave you, as it is.',
    },
    damaged: {
      title: 'None of these files could be read.',
      todo: 'They are damaged or cut short. Copy them again from the CD or ask the hospital for a new copy.',
    },
    locked: {
      title: 'The ZIP stayed closed.',
      todo: 'Open it again and type its password, or unpack it first and open the folder.',
    },
    otherArchive: {
      title: 'The images are packed in an archive that is not a ZIP.',
      todo: 'RAR, 7z, tar, gzip and disc images are not read here. Unpack it on this computer and open the folder.',
    },
    noImages: {
      title: 'DICOM files, but no images.',
      todo: 'These are reports or settings without pictures. Open the folder of the whole study.',
    },
    onlyDirectory: {
      title: 'Only a table of contents (DICOMDIR), without the images that it names.',
      todo: 'Choose the whole CD or folder, not this one file.',
    },
    url: {
      title: 'The address could not be opened.',
      todo: 'It must be on the same server as this page, or on one that lets this page in. Or download it and open the file.',
    },
    failed: {
      title: 'Opening stopped.',
      todo: 'Try again. If it stops again, reload the page; what you did is saved.',
    },
    close: 'Close this message',
  },
  mixed: {
    title: 'The images of this study name different patients: {{patients}}.',
    between: '; ',
    todo: 'The files were mixed up before they came here. Check whose they are before you report.',
  },
  fileReason: {
    notDicom: {
      what: 'Not a DICOM file',
      todo: 'Nothing to do: viewers, photos and documents are left out.',
    },
    empty: { what: 'Empty file, 0 bytes', todo: 'Copy it again from where it came.' },
    duplicate: { what: 'The same image is open already', todo: 'Nothing to do: one copy is kept.' },
    otherPixels: {
      what: 'Another image with the identifier (SOP Instance UID) of one that is open',
      todo: 'The first is shown. Open this file by itself to see it, and ask where the two come from.',
    },
    dicomdir: {
      what: 'Table of contents of a CD (DICOMDIR)',
      todo: 'Nothing to do: the images are read themselves.',
    },
    noPixels: {
      what: 'DICOM without an image',
      todo: 'Nothing to do: dose reports and settings show no picture.',
    },
    damagedHeader: {
      what: 'Damaged file',
      todo: 'Copy it again; if it stays damaged, ask the hospital for a new copy.',
    },
    truncatedPixels: { what: 'Image cut short', todo: 'The copy stopped half way: copy this file again.' },
    unsupportedTransferSyntax: {
      what: 'Compression that cannot be read',
      todo: 'Export it again uncompressed, or as JPEG-LS or JPEG 2000.',
    },
    unsupportedObject: {
      what: 'A kind of DICOM object that cannot be shown',
      todo: 'The other files are not affected.',
    },
    zipPassword: {
      what: 'ZIP with a password',
      todo: 'Open it again and type the password, or unpack it and open the folder.',
    },
    otherArchive: {
      what: 'An archive that is not a ZIP',
      todo: 'Unpack it on this computer and open the folder.',
    },
    zipDamaged: { what: 'Damaged ZIP', todo: 'Download or copy it again, or unpack it and open the folder.' },
    unreadable: {
      what: 'The browser may not read it',
      todo: 'It was moved, is in use or has no permission. Copy a CD to the disk first.',
    },
    notThere: {
      what: 'Named by the table of contents (DICOMDIR), but not there',
      todo: 'Choose the whole CD or folder; if they are still missing, the copy is not complete.',
    },
    nestedTooDeep: {
      what: 'A ZIP in a ZIP in a ZIP in a ZIP',
      todo: 'Unpack the outer ones and open the folder.',
    },
    tooLarge: {
      what: 'Too large to be unpacked here',
      todo: 'Unpack the ZIP on this computer and open the folder.',
    },
    urlFailed: {
      what: 'The address could not be opened',
      todo: 'Check the address, or download the file and open it.',
    },
    server: {
      what: 'The server did not deliver it',
      todo: 'Check the line and the server, then open the study again: what is there is not fetched twice.',
    },
    system: { what: 'File of the operating system', todo: 'Nothing to do.' },
  },
  fileWarning: {
    pixelsCut: {
      what: 'Image incomplete: the part that is missing is blank',
      todo: 'The copy stopped half way. Copy it again before you rely on it.',
    },
    fileCut: { what: 'File ends early; its image is whole', todo: 'Copy it again if you can.' },
    frameCount: {
      what: 'Another number of frames than the file says',
      todo: 'The frames that are there are shown. Frames at the end may be missing.',
    },
    pixelLength: {
      what: 'More image data than its size asks for',
      todo: 'If the picture looks wrong, ask for a new export.',
    },
    pixelFormat: {
      what: 'Contradictory or unknown pixel format',
      todo: 'Shown as it is most likely meant. Do not trust grey values or colours.',
    },
    slope: {
      what: 'Rescale slope or intercept unusable',
      todo: 'Stored values are shown. They are not Hounsfield units.',
    },
    noRescale: { what: 'CT without rescale', todo: 'Values are not Hounsfield units.' },
    spacing: { what: 'Pixel spacing unusable', todo: 'Do not trust lengths; they are in pixels.' },
    geometry: {
      what: 'Position or orientation missing or unusable',
      todo: 'Order, sides and other planes cannot be relied on.',
    },
    window: { what: 'No usable window in the file', todo: 'Nothing to do: one is computed.' },
    uidsMade: {
      what: 'No identifiers (UIDs) in the file',
      todo: 'Made up on this computer. Objects that refer to these images fit no archive.',
    },
    uidShared: {
      what: 'Another image has the same identifier (SOP Instance UID)',
      todo: 'Both are shown. Ask whoever sent them: the archive may keep only one.',
    },
    syntaxLabel: { what: 'Encoded in another way than it says', todo: 'Nothing to do: it was recognised.' },
  },
} as const;
