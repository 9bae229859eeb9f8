import com.pixelmed.validate.DicomSRValidator;

/** Validates every structured report that is named, in one Java machine: the templates are compiled once. */
public class Templates {
  public static void main(String[] paths) throws Exception {
    DicomSRValidator validator = new DicomSRValidator();
    for (String path : paths) {
      long begun = System.nanoTime();
      String said;
      try {
        said = validator.validate(path);
      } catch (Exception wrong) {
        said = "Error: " + wrong;
      }
      System.out.println("== " + path + " " + (System.nanoTime() - begun) / 1000000 + " ms");
      System.out.println(said);
    }
  }
}
