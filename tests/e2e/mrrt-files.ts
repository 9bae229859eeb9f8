/**
 * Report templates as hospitals have them, in the two structures that are in use; words of our own. Each carries what
 * must never run.
 */

const attack = `
  <img src="x" onerror="globalThis.ran = 'image'">
  <svg onload="globalThis.ran = 'svg'"></svg>
  <script>globalThis.ran = 'script'</script>
  <a href="javascript:globalThis.ran = 'link'">.</a>
  <iframe srcdoc="<script>parent.ran = 'frame'</script>"></iframe>`;

/** As the profile has it: plain fields, labels and tables, a number with bounds, a date, a merge field. */
export const classicMrrt = `<!DOCTYPE html>
<html>
<head>
  <title>Aorta CT</title>
  <meta name="dcterms.title" content="Aorta CT">
  <meta name="dcterms.identifier" content="1.2.3.4.5.6">
  <meta name="dcterms.type" content="IMAGE_REPORT_TEMPLATE">
  <meta name="dcterms.language" content="en">
  <meta name="dcterms.publisher" content="Lamplight tests">
  <script type="text/xml">
    <template_attributes><coded_content><coding_schemes/>
      <entry origtxt="S2"><term><code meaning="Findings" value="59776-5" scheme="LOINC"/></term></entry>
    </coded_content></template_attributes>
  </script>
</head>
<body onload="globalThis.ran = 'body'">${attack}
  <section id="S1" class="level1" data-section-name="Clinical information"><header>Clinical information</header>
    <p><label for="who">Patient name</label>
      <input type="text" id="who" name="Patient name" data-field-type="MERGE" data-field-completion-action="NONE"></p>
    <p><label for="why">Indication</label>
      <textarea id="why" data-field-type="TEXT" data-field-completion-action="PROHIBIT"></textarea></p>
  </section>
  <section id="S2" class="level1" data-section-name="Observation"><header>Observation</header>
    <table><tr><td>Largest diameter</td>
      <td><input type="number" id="d" min="5" max="150" data-field-type="NUMBER" data-field-units="mm" data-field-completion-action="ALERT"></td></tr></table>
    <p><label for="level">Level</label>
      <select id="level" data-field-type="SELECTION_LIST" data-field-completion-action="NONE">
        <option value="root">Root</option><option value="arch" selected>Arch</option></select></p>
    <p><label for="thrombus">Mural thrombus</label>
      <input type="checkbox" id="thrombus" data-field-type="CHECKBOX" data-field-completion-action="NONE"></p>
    <p><label for="earlier">Date of the earlier CT</label>
      <input type="date" id="earlier" data-field-type="DATE" data-field-completion-action="NONE"></p>
    <p>No dissection of the imaged aorta.</p>
  </section>
  <section id="S3" class="level1" data-section-name="Impression"><header>Impression</header></section>
</body></html>`;

/** As the RSNA's editor writes it: groups of boxes in a span, lists as datalist, TEXTAREA, sections in sections. */
export const editorMrrt = `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="UTF-8" />
  <title>Knee pain</title>
  <meta name="dcterms.title" content="Knee pain" />
  <meta name="dcterms.type" content="IMAGE_REPORT_TEMPLATE" />
  <meta name="dcterms.language" content="en" />
  <script type="text/xml"><template_attributes><coded_content><coding_schemes>
    <coding_scheme name="LOINC" designator="2.16.840.1.113883.6.1" /></coding_schemes>
    <entry origtxt="procedureInformation"><term><code meaning="Procedure" value="55111-9" scheme="LOINC" /></term></entry>
  </coded_content></template_attributes></script>
</head>
<body>
  <section id="procedureInformation" class="level1" data-section-name="Procedure Information">
    <header class="level1">Procedure Information</header>
    <p><label for="CHECKBOX_1">Views:</label>
      <span id="CHECKBOX_1" name="" data-field-type="CHECKBOX" data-field-completion-action="PROHIBIT" value="">
        <br /><input id="CHECKBOX_1_0" type="checkbox" name="CHECKBOX_1" value="Frontal view" checked="">Frontal view</input>
        <br /><input id="CHECKBOX_1_1" type="checkbox" name="CHECKBOX_1" value="Lateral view">Lateral view</input>
      </span></p>
  </section>
  <section id="findings" class="level1" data-section-name="Findings"><header class="level1">Findings</header>${attack}
    <p><label for="SELECTION_LIST_2">Effusion:</label>
      <input list="SELECTION_LIST_2_LIST" id="SELECTION_LIST_2" data-field-type="SELECTION_LIST" data-field-completion-action="NONE" value="None." />
      <datalist id="SELECTION_LIST_2_LIST"><option value="None.">None.</option><option value="Small.">Small.</option></datalist></p>
    <section id="joint" class="level2" data-section-name="Joint space:"><header class="level2">Joint space:</header>
      <p><label for="TEXT_3">Medial</label>
        <input type="text" id="TEXT_3" data-field-type="TEXT" data-field-completion-action="NONE" value="Preserved." /></p>
      <p><label for="TEXT_4">Lateral</label>
        <input type="text" id="TEXT_4" data-field-type="TEXT" data-field-completion-action="NONE" value="Preserved." /></p>
    </section>
  </section>
  <section id="impression" class="level1" data-section-name="Impression"><header class="level1">Impression</header>
    <p><label for="impressionText"></label>
      <textarea rows="3" id="impressionText" data-field-type="TEXTAREA" data-field-completion-action="ALERT"></textarea></p>
  </section>
</body></html>`;

/** A field of a kind that no template has. */
export const brokenMrrt = classicMrrt.replace('data-field-type="DATE"', 'data-field-type="PICTURE"');
