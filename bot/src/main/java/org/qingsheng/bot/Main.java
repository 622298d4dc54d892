package org.qingsheng.bot;

/** The one place where the parts meet. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.out.println("qingsheng");
  }
}
