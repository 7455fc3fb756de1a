package org.plumelookup.batch.inbox;

import java.io.File;
import java.nio.file.NoSuchFileException;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.file.GenericFileExclusiveReadLockStrategy;
import org.apache.camel.component.file.GenericFileOperations;
import org.plumelookup.batch.FileExchange;

/**
 * Lets a file consumer read files that have rested, and skip the others without waiting: the option
 * {@code exclusiveReadLockStrategy}. Thread-safe.
 */
final class RestedFiles implements GenericFileExclusiveReadLockStrategy<File> {
    private final FileRest rest;

    RestedFiles(FileRest rest) {
        this.rest = rest;
    }

    @Override
    public boolean acquireExclusiveReadLock(
            GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) throws Exception {
        exchange.setProperty(FileExchange.REST, rest);
        try {
            return rest.isRested(file.getFile().toPath());
        } catch (NoSuchFileException e) {
            return false; // it was deleted after it was listed
        }
    }

    @Override
    public void prepareOnStartup(GenericFileOperations<File> operations, GenericFileEndpoint<File> endpoint) {
        // there are no marker files to remove
    }

    @Override
    public void releaseExclusiveReadLockOnAbort(
            GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) {
        // nothing is locked
    }

    @Override
    public void releaseExclusiveReadLockOnRollback(
            GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) {
        // nothing is locked
    }

    @Override
    public void releaseExclusiveReadLockOnCommit(
            GenericFileOperations<File> operations, GenericFile<File> file, Exchange exchange) {
        // nothing is locked
    }

    @Override
    public void setTimeout(long timeout) {
        // it never waits
    }

    @Override
    public void setCheckInterval(long checkInterval) {
        // it checks a file once per poll
    }

    @Override
    public void setReadLockLoggingLevel(LoggingLevel readLockLoggingLevel) {
        // it logs nothing
    }

    @Override
    public void setMarkerFiler(boolean markerFile) {
        // it has no marker files
    }

    @Override
    public void setDeleteOrphanLockFiles(boolean deleteOrphanLockFiles) {
        // it has no marker files
    }
}
