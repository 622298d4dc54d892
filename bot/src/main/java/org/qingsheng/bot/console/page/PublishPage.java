package org.qingsheng.bot.console.page;

/**
 * What publishing a version would do to the golden questions.
 *
 * @param held whether somebody just tried to publish and was held up
 * @param publish where the form publishes to, empty when the reader may not publish
 * @param override where an administrator publishes all the same, empty for everybody else
 */
public record PublishPage(
    Shell shell,
    String entry,
    String question,
    String state,
    int version,
    String seen,
    boolean held,
    ComparedView compared,
    String publish,
    String override) {}
