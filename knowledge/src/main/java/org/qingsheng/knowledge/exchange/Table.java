package org.qingsheng.knowledge.exchange;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.QuoteMode;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;

/**
 * Rows of texts out of a CSV or xlsx file, as people upload them, and into CSV. Cells are stripped,
 * rows without any text are left out.
 */
public final class Table {
  /** Most that an xlsx file of the allowed size may unfold to; an honest one stays far below. */
  private static final long MOST_UNFOLDED = 32L * 1024 * 1024;

  /** Excel on Chinese Windows writes CSV in this, unless told otherwise. */
  private static final Charset CHINESE = Charset.forName("GB18030");

  private static final String MARK = "\uFEFF";
  private static final byte[] ZIP = {'P', 'K', 3, 4};

  private static final CSVFormat WRITTEN =
      CSVFormat.RFC4180.builder().setQuoteMode(QuoteMode.MINIMAL).get();

  private Table() {}

  /** The file cannot be read; the message is Chinese and for the person. */
  public static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
      super(message);
    }
  }

  /**
   * Reads the file, or the first sheet of it, whatever its name says.
   *
   * @param most rows
   */
  public static List<List<String>> read(byte[] file, int most) throws Unreadable {
    var rows = isZip(file) ? sheet(file, most) : csv(text(file), most);
    if (rows.size() > most) {
      throw new Unreadable("一次最多 %d 行".formatted(most));
    }
    return rows;
  }

  private static boolean isZip(byte[] file) {
    return file.length > ZIP.length
        && file[0] == ZIP[0]
        && file[1] == ZIP[1]
        && file[2] == ZIP[2]
        && file[3] == ZIP[3];
  }

  private static List<List<String>> csv(String text, int most) throws Unreadable {
    var rows = new ArrayList<List<String>>();
    try (var lines = CSVParser.parse(text, CSVFormat.RFC4180)) {
      var each = lines.iterator();
      while (each.hasNext() && rows.size() <= most) {
        add(rows, each.next().toList());
      }
    } catch (IOException | UncheckedIOException e) {
      throw new Unreadable("CSV 的引号没有配对，第 %d 行附近".formatted(rows.size() + 1));
    }
    return rows;
  }

  private static String text(byte[] file) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
    } catch (CharacterCodingException _) {
      text = new String(file, CHINESE);
    }
    return text.startsWith(MARK) ? text.substring(1) : text;
  }

  private static List<List<String>> sheet(byte[] file, int most) throws Unreadable {
    requireHonest(file);
    var rows = new ArrayList<List<String>>();
    try (var book = new ReadableWorkbook(new ByteArrayInputStream(file));
        var lines = book.getFirstSheet().openStream()) {
      var each = lines.iterator();
      while (each.hasNext() && rows.size() <= most) {
        add(rows, cells(each.next()));
      }
    } catch (IOException | RuntimeException e) {
      throw new Unreadable("读不出这个 Excel 文件，请另存为 xlsx（不加密码）或 CSV 再试");
    }
    return rows;
  }

  private static List<String> cells(Row row) {
    var cells = new ArrayList<String>();
    for (int i = 0; i < row.getCellCount(); i++) {
      cells.add(row.getCellText(i));
    }
    return cells;
  }

  /** A few kilobytes that unfold to gigabytes are refused before anything is kept of them. */
  private static void requireHonest(byte[] file) throws Unreadable {
    long unfolded = 0;
    byte[] some = new byte[8192];
    try (var zip = new ZipInputStream(new ByteArrayInputStream(file))) {
      while (zip.getNextEntry() != null) {
        int read;
        while ((read = zip.read(some)) > 0) {
          unfolded += read;
          if (unfolded > MOST_UNFOLDED) {
            throw new Unreadable("这个 Excel 文件展开后太大，请只保留要用的列");
          }
        }
      }
    } catch (IOException e) {
      throw new Unreadable("读不出这个 Excel 文件，请另存为 xlsx（不加密码）或 CSV 再试");
    }
  }

  private static void add(List<List<String>> rows, List<String> cells) {
    var stripped = cells.stream().map(String::strip).toList();
    if (stripped.stream().anyMatch(cell -> !cell.isEmpty())) {
      rows.add(stripped);
    }
  }

  /** CSV that Excel opens as Chinese, with no cell that it would take for a formula. */
  public static String csv(List<List<String>> rows) {
    var text = new StringBuilder(MARK);
    try (var lines = new CSVPrinter(text, WRITTEN)) {
      for (var row : rows) {
        lines.printRecord(row.stream().map(Table::harmless));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory takes everything", e);
    }
    return text.toString();
  }

  private static String harmless(String cell) {
    return !cell.isEmpty() && "=+-@\t\r".indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
  }

  /** The whole of what is uploaded, unless it is longer than allowed. */
  public static byte[] bytes(InputStream in, int most) throws Unreadable {
    try {
      byte[] all = in.readNBytes(most + 1);
      if (all.length > most) {
        throw new Unreadable("文件最大 %d KB".formatted(most / 1024));
      }
      return all;
    } catch (IOException e) {
      throw new Unreadable("文件没有传完，请再试一次");
    }
  }
}
