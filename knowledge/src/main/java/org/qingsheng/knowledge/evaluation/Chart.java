package org.qingsheng.knowledge.evaluation;

import java.util.List;
import java.util.Locale;

/**
 * A line chart over the unit square as SVG: written by hand, because a picture of two curves needs
 * no drawing library, no fonts and no display on the machine that evaluates.
 */
final class Chart {
  private static final int SIZE = 480;
  private static final int MARGIN = 56;
  private static final List<String> COLOURS = List.of("#9aa5b1", "#c0392b", "#2471a3");

  private Chart() {}

  /** One point of a curve, both in [0,1]. */
  record Point(double x, double y) {}

  /**
   * One curve.
   *
   * @param dots whether its points are marked
   */
  record Curve(String name, boolean dots, List<Point> points) {
    Curve {
      points = List.copyOf(points);
    }
  }

  static String svg(String title, String across, String up, List<Curve> curves) {
    var svg = new StringBuilder();
    int whole = SIZE + 2 * MARGIN;
    svg.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"13\">\n"
            .formatted(whole, whole));
    svg.append("<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n".formatted(whole, whole));
    text(svg, whole / 2.0, MARGIN / 2.0, "middle", title);
    text(svg, whole / 2.0, whole - 14.0, "middle", across);
    svg.append(
        "<text x=\"16\" y=\"%d\" text-anchor=\"middle\" transform=\"rotate(-90 16 %d)\">%s</text>%n"
            .formatted(whole / 2, whole / 2, escaped(up)));
    for (int tenth = 0; tenth <= 10; tenth += 2) {
      double at = tenth / 10.0;
      grid(svg, x(at), y(0), x(at), y(1));
      grid(svg, x(0), y(at), x(1), y(at));
      text(svg, x(at), y(0) + 18, "middle", Double.toString(at));
      text(svg, x(0) - 8, y(at) + 4, "end", Double.toString(at));
    }
    for (int i = 0; i < curves.size(); i++) {
      curve(svg, curves.get(i), COLOURS.get(i % COLOURS.size()), i);
    }
    return svg.append("</svg>\n").toString();
  }

  private static void curve(StringBuilder svg, Curve curve, String colour, int number) {
    svg.append(
        "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"".formatted(colour));
    for (Point point : curve.points()) {
      svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(point.x()), y(point.y())));
    }
    svg.append("\"/>\n");
    for (Point point : curve.dots() ? curve.points() : List.<Point>of()) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>%n",
              x(point.x()),
              y(point.y()),
              colour));
    }
    double line = y(1) + 18 + 18 * number;
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" fill=\"%s\">%s</text>%n",
            x(0) + 10,
            line,
            colour,
            escaped(curve.name())));
  }

  private static void grid(StringBuilder svg, double x1, double y1, double x2, double y2) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#e4e7eb\"/>%n",
            x1,
            y1,
            x2,
            y2));
  }

  private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
            x,
            y,
            anchor,
            escaped(text)));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }

  private static double x(double value) {
    return MARGIN + SIZE * Math.clamp(value, 0.0, 1.0);
  }

  private static double y(double value) {
    return MARGIN + SIZE * (1 - Math.clamp(value, 0.0, 1.0));
  }
}
